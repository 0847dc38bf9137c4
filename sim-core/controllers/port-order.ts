import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { byKey } from '../base/order.js';
import type { EndpointPort, EndpointSubset } from '../kube/objects.js';

export type SubsetPort = NonNullable<EndpointSubset['ports']>[number];

/** The MD5 of how Go's spew prints a port: its order is arbitrary to a reader and the same everywhere. */
const md5Hex = (dump: string): string => bytesToHex(md5(utf8ToBytes(dump)));

/** @see pkg/api/v1/endpoints/util.go (v1.34) portsByHash, pkg/util/hash/hash.go DeepHashObject */
const subsetPortHash = (port: SubsetPort): string =>
  md5Hex(
    `(v1.EndpointPort){Name:(string)${port.name ?? ''} Port:(int32)${port.port} ` +
      `Protocol:(v1.Protocol)${port.protocol} AppProtocol:(*string)${port.appProtocol ?? '<nil>'}}`,
  );

/** @see staging/src/k8s.io/endpointslice/util/controller_utils.go (v1.34) portsInOrder, DeepHashObject */
const slicePortHash = (port: EndpointPort): string =>
  md5Hex(
    `(v1.EndpointPort){Name:(*string)${port.name ?? '<nil>'} Protocol:(*v1.Protocol)${port.protocol ?? '<nil>'} ` +
      `Port:(*int32)${port.port ?? '<nil>'} AppProtocol:(*string)${port.appProtocol ?? '<nil>'}}`,
  );

/** Ports in the order in which the endpoints controller writes them. */
export const orderedSubsetPorts = (ports: readonly SubsetPort[]): readonly SubsetPort[] =>
  ports.length < 2 ? ports : [...ports].sort(byKey(subsetPortHash));

/** Ports in the order in which the slice controllers write them. */
export const orderedSlicePorts = (ports: readonly EndpointPort[]): readonly EndpointPort[] =>
  ports.length < 2 ? ports : [...ports].sort(byKey(slicePortHash));

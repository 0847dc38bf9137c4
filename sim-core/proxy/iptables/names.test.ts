import { describe, expect, it } from 'vitest';
import { endpointHash, prefixed, servicePortHash } from './names.js';

describe('chain names', () => {
  it.each([
    ['default/kubernetes:https', 'TCP', 'NPX46M4PTMTKRN6Y'],
    ['default/shop', 'TCP', 'PFINMTQ5Y2TT4XZK'],
    ['default/sig:sig', 'SCTP', 'XJMS3YDOKXDFMKZZ'],
  ] as const)('%s %s is %s', (portName, protocol, hash) => {
    expect(servicePortHash(portName, protocol)).toBe(hash);
  });

  it.each([
    ['default/kubernetes:https', 'TCP', '192.168.10.2:6443', 'GD62AEDKV2SC3Z73'],
    ['default/prefer:http', 'TCP', '[fd00:10:244:2::79]:8080', '7L2M5M45UAODE75X'],
  ] as const)('%s %s -> %s is %s', (portName, protocol, endpoint, hash) => {
    expect(endpointHash(portName, protocol, endpoint)).toBe(hash);
  });

  it('fits the 28 characters that iptables allows', () => {
    expect(prefixed('SEP', servicePortHash('a/b', 'UDP'))).toHaveLength(25);
  });

  it('is the same whatever was hashed before', () => {
    const long = servicePortHash(`${'n'.repeat(63)}/${'s'.repeat(63)}:${'p'.repeat(15)}`, 'TCP');
    expect(servicePortHash('default/shop', 'TCP')).toBe('PFINMTQ5Y2TT4XZK');
    expect(servicePortHash(`${'n'.repeat(63)}/${'s'.repeat(63)}:${'p'.repeat(15)}`, 'TCP')).toBe(long);
  });
});

import type { DiagnosisWords, FindingWords } from '../diagnoses-text.js';

const list = (all: readonly string[], most = 4): string =>
  all.length <= most ? all.join('、') : `${all.slice(0, most).join('、')} 等 ${all.length} 个`;

const portText = ({ name, protocol }: { readonly name: string; readonly protocol: string }): string =>
  `${name === '' ? '（无名）' : name}/${protocol}`;

const findings: FindingWords = {
  'selector-matches-nothing': ({ selector, mismatches, otherNamespaces }) => ({
    title: '没有 Pod 带着这些标签',
    body: [
      `Service 只凭标签在自己的命名空间里找 Pod。这里没有一个 Pod 带着 ${list(Object.entries(selector).map(([key, value]) => `${key}=${value}`))}，所以它的地址没人应答。`,
      ...mismatches.flatMap(({ key, onPods }) =>
        onPods.length === 0 ? [] : [`现有 Pod 的标签是 ${key}=${list(onPods)}。`],
      ),
      ...(otherNamespaces.length === 0 ? [] : [`带这些标签的 Pod 在命名空间 ${list(otherNamespaces)} 里。`]),
    ],
  }),
  'no-ready-pod': ({ pods }) => ({
    title: pods === 1 ? '唯一的 Pod 还没就绪' : `${pods} 个 Pod 没有一个就绪`,
    body: ['kube-proxy 只为就绪的端点写规则。一个都没有时，连接会被拒绝。'],
  }),
  'target-port-name': ({ name, protocol, lacking, pods, names, otherProtocol }) => ({
    title:
      lacking === pods
        ? `选中的 Pod 都没有叫 ${name} 的 ${protocol} 端口`
        : `${pods} 个 Pod 里有 ${lacking} 个没有叫 ${name} 的 ${protocol} 端口`,
    body: [
      'targetPort 写名字时，指的是同名同协议的容器端口。没有这个端口的 Pod 收不到这个端口的流量。',
      ...(otherProtocol === undefined ? [] : [`同名端口是有的，但协议是 ${otherProtocol}。`]),
      ...(names.length === 0 ? [] : [`现有的名字：${list(names)}。`]),
    ],
  }),
  'target-port-closed': ({ port, protocol, lacking, pods, bound }) => ({
    title:
      lacking === pods
        ? `它的 Pod 里没有进程监听 ${port}/${protocol}`
        : `${pods} 个 Pod 里有 ${lacking} 个没有监听 ${port}/${protocol}`,
    body: [
      '数据包会到达 Pod，然后被 Pod 拒绝。在实验台里，容器声明了哪些端口就监听哪些。',
      ...(bound.length === 0 ? [] : [`那里开着的端口：${list(bound.map(String))}。`]),
    ],
  }),
  'external-local': ({ nodes, loadBalancer }) => ({
    title: `来自外部的数据包会在 ${list(nodes, 2)} 上被丢弃`,
    body: [
      'Local 保留客户端地址，只用本节点上的 Pod。节点上一个都没有时，就丢弃数据包。',
      ...(loadBalancer ? ['负载均衡器会查每个节点的健康检查，避开这样的节点。'] : []),
    ],
  }),
  'internal-local': ({ nodes }) => ({
    title: `${list(nodes, 2)} 上的 Pod 访问不到它`,
    body: ['Local 让集群内的流量留在本节点。节点上没有这个 Service 的 Pod 时，就丢弃数据包。'],
  }),
  'headless-port': ({ port, targetPort }) => ({
    title: `用 ${port} 端口的客户端会被拒绝`,
    body: [
      `headless Service 没有地址，也没有规则：DNS 直接给出 Pod 自己的地址，没有谁把 ${port} 换成 ${targetPort}。客户端要用 ${targetPort}。`,
    ],
  }),
  'no-selector': () => ({
    title: '没有谁为这个 Service 写端点',
    body: ['没有 selector，控制器就不去找 Pod。得有人为它写 EndpointSlice。'],
  }),
  'load-balancer-pending': () => ({
    title: '它的地址会一直是 pending',
    body: ['这个集群没有分配地址的云。Service 仍可以用 ClusterIP 和 nodePort 访问。'],
  }),
  'slice-of-no-service': ({ service }) => ({
    title: service === undefined ? '这个 EndpointSlice 不属于任何 Service' : `这里没有叫 ${service} 的 Service`,
    body: ['kube-proxy 靠标签 kubernetes.io/service-name 在同一个命名空间里找 Service。'],
  }),
  'slice-port-name': ({ ports, wanted }) => ({
    title: '它的端口对不上 Service 的端口',
    body: [
      '名字和协议都相同，EndpointSlice 的端口才对应 Service 的端口；没有名字也算一种名字。',
      `EndpointSlice 有 ${list(ports.map(portText))}，Service 有 ${list(wanted.map(portText))}。`,
    ],
  }),
};

export const diagnoses: DiagnosisWords = {
  why: '为什么',
  source: '出处',
  veiled: '这一行有提示',
  unveil: '看提示',
  findings,
};

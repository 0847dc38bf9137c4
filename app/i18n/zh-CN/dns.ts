import type { dns as en } from '../en/dns.js';

export const dns: typeof en = {
  label: 'DNS',
  from: '从哪里查询',
  client: '外部客户端',
  node: (name) => `节点 ${name}`,
  pod: (name) => `Pod ${name}`,
  name: '要解析的名字',
  ask: '查询',
  type: '记录类型',
  resolvConf: (where) => `${where} 的 /etc/resolv.conf`,
  why: '为什么要逐个尝试后缀？',
  whySearch: (dots, ndots) =>
    `有 ${dots} 个点，少于 ndots ${ndots}。解析器把它当作短名字，先把每个后缀试一遍，最后才试名字本身。`,
  whyLong: (dots, ndots) => `有 ${dots} 个点，不少于 ndots ${ndots}。解析器先试名字本身，再试后缀。`,
  whyAbsolute: '以点结尾，是完整的名字，解析器不再添加任何后缀。',
  whyOutside: '按原样查询：这台机器没有搜索列表，它的服务器也不认识集群里的名字。',
  whyAddress: '是一个地址。问题反过来了：它叫什么名字？',
  dotsOf: (dots, ndots) => `${dots} / ${ndots} 个点`,
  whatIf: '假如',
  trailingDot: '末尾加点',
  queries: (count) => `${count} 次查询`,
  outcome: (count, ending) =>
    ending === 'answered'
      ? count === 1
        ? '1 次查询'
        : `${count} 次查询，${count - 1} 次白费`
      : `${count} 次查询，${ending === 'nxdomain' ? 'NXDOMAIN' : '没有数据'}`,
  namesTitle: '值得一查的名字',
  nameKinds: {
    'cluster-ip': 'ClusterIP',
    headless: 'headless',
    port: 'SRV',
    alias: 'CNAME',
    outside: '集群外',
    'pod-ip': '按 Pod IP',
    reverse: 'PTR',
  },
  meanings: {
    outside: () => '不是集群里的名字。CoreDNS 把问题转交出去，外面没有谁认识它。',
    zone: () => '就是集群域本身：存在，但没有地址。',
    'unknown-branch': ({ label }) => `集群域之下只有 svc 和 pod，没有 ${label}。`,
    namespace: ({ namespace }) => `就是命名空间 ${namespace}：存在，但没有地址。`,
    'no-namespace': ({ namespace, service }) =>
      service === undefined
        ? `没有命名空间 ${namespace}。`
        : `意思是命名空间 ${namespace} 里的 Service ${service}，可是没有这个命名空间。`,
    'no-service': ({ service, namespace, below }) =>
      below === undefined
        ? `意思是 ${namespace} 里的 Service ${service}，没有这个 Service。`
        : `意思是 ${namespace} 里 Service ${service} 的 ${below}，没有这个 Service。`,
    'cluster-ip': ({ service, namespace }, ending) =>
      ending === 'nodata'
        ? `${namespace} 里有 Service ${service}，但没有这种类型的记录。`
        : `${namespace} 里的 Service ${service}：给出它的 ClusterIP，不管有没有就绪的 Pod。`,
    headless: ({ service, namespace, ready }, ending) => {
      if (ending === 'answered') return `${namespace} 里的 headless Service ${service}：给出就绪 Pod 的地址。`;
      return ready === 0
        ? `${namespace} 里的 headless Service ${service} 没有就绪的 Pod，名字也就不存在。`
        : `${namespace} 里有 headless Service ${service}，但没有这种类型的记录。`;
    },
    alias: ({ service, namespace, target }, ending) =>
      ending === 'answered'
        ? `${namespace} 里的 Service ${service} 是 ${target} 的别名。`
        : `${namespace} 里的 Service ${service} 指向 ${target}，那里没有这种类型的记录。`,
    endpoint: ({ endpoint, service, namespace }, ending) =>
      ending === 'nxdomain'
        ? `意思是 ${namespace} 里 Service ${service} 的端点 ${endpoint}，没有叫这个名字的就绪端点。`
        : `${namespace} 里 Service ${service} 的一个端点。`,
    port: ({ port, protocol, service, namespace }, ending) =>
      ending === 'nxdomain'
        ? `意思是 ${namespace} 里 Service ${service} 的端口 ${port}/${protocol}，没有叫这个名字的端口。`
        : `${namespace} 里 Service ${service} 的端口 ${port}，SRV 给出端口号。`,
    'too-deep': ({ service, namespace }) => `${namespace} 里 Service ${service} 之下没有这么深的名字。`,
    pod: ({ address, namespace }, ending) =>
      ending === 'nxdomain'
        ? `意思是 ${namespace} 里按地址找 Pod，但 ${address} 不是地址。`
        : `把地址 ${address} 写成了名字。CoreDNS 原样答复，不看有没有 Pod 用它。`,
    reverse: ({ address }, ending) =>
      ending === 'nxdomain' ? `查 ${address} 叫什么，它没有名字。` : `查 ${address} 叫什么。`,
  },
  notAsked: '未查询',
  stops: '查到这里为止。',
  endings: { answered: 'NOERROR', nodata: 'NODATA', nxdomain: 'NXDOMAIN', failed: 'SERVFAIL' },
  tried: '依次尝试的名字',
  answer: 'CoreDNS 的应答',
  outsideAnswer: '应答',
  nothing: '没有返回任何记录。',
  nodataWhy: 'NODATA：列表里有一个名字存在，但没有这种类型的记录。客户端得到 NOERROR 和空的应答。',
  nxdomainWhy: 'NXDOMAIN：这些名字都不存在。客户端得到这个结果，并附上最后所问区域的 SOA。',
  corefile: 'Corefile 中作出应答的行',
  corefileWhole: '完整的 Corefile',
  corefileRefused: 'Corefile 中查无结果的行',
  hop: (hop) => `第 ${hop} 跳`,
  rest: (name) => `区域里关于 ${name} 的其他记录`,
  more: (count) => `还有 ${count} 条`,
  path: '查询的路径',
  ready: '就绪',
  noneReady: '没有就绪的端点',
  noneReadyWhy: 'kube-dns 没有就绪的端点，真发出查询不会有应答；下面是 CoreDNS 本来会说的。',
  packet: '查询也是一个数据包，目的地址由同一类规则改写。',
  packetDone: (id) => `上一次查询是数据包 #${id}。`,
  send: '发送查询',
  watch: '到拓扑上看',
  noServer: '这个集群没有 kube-dns Service，没有数据包可跟。应答来自集群旁边的一个 CoreDNS。',
  addServer: '在集群里运行 CoreDNS',
  outsideServer: '这台机器问的是自己的服务器，不是集群的。',
  compare: '这个名字代表什么',
  compareEmpty: '查一个 Service 的名字，看看由谁来选 Pod：kube-proxy，还是客户端。',
  clusterIp: (ip) => `clusterIP: ${ip}`,
  headless: 'clusterIP: None',
  external: (name) => `externalName: ${name}`,
  oneGhost: '一个幽灵地址',
  clientBox: '客户端',
  proxyBox: 'kube-proxy',
  proxyPicks: '选一个 Pod',
  clientPicks: '由客户端选 Pod',
  noPods: '没有就绪的 Pod',
  headlessWhy:
    'headless Service 没有 ClusterIP，kube-proxy 不为它写规则，也就没有谁来均衡负载：客户端如果记住第一个应答，就会一直找同一个 Pod。',
  clusterIpWhy:
    '应答只有一个地址，它不在任何网卡上。每个新连接到来时，kube-proxy 的规则才把它换成某个 Pod，那时 DNS 的工作早已结束。',
  aliasWhy: 'ExternalName 只是 DNS 里的别名，不涉及地址、规则和数据包。',
  sendTo: (name) => `发送到 ${name}`,
  clients: '换个地方问同一个问题',
  clientColumn: '客户端',
  resultColumn: '结果',
  askHere: (name) => `从 ${name} 查询`,
  loading: '正在读取 DNS 区域',
  summary: (count) => `${count} 次查询`,
};

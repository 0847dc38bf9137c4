import type { en } from '../en/index.js';

const masqueradeWhys: Readonly<Record<Parameters<(typeof en)['reasons']['marks-for-masquerade']>[0]['why'], string>> = {
  'off-cluster': '发送方不在 Pod 网段里，节点先打上标记，稍后把源地址换成节点自己的。',
  hairpin: 'Pod 即将访问到它自己，节点先打上标记，好让回包也经过节点。',
  external: '数据包来自集群外，节点先打上标记，好让回包从同一个节点回去。',
  'masquerade-all': 'kube-proxy 开了 masqueradeAll，凡是去往 Service 的数据包，节点都打标记。',
  node: '数据包出自节点本身，节点先打上标记，好把源地址换成 Pod 能回应的地址。',
  mark: '节点给数据包打上 0x4000 标记，到 POSTROUTING 时源地址会被替换。',
};

const percent = (probability: number): string => `${Math.round(probability * 1000) / 10}%`;

export const reasons: (typeof en)['reasons'] = {
  'process-sends': ({ to }) => `一个进程向 ${to} 发出第一个数据包。`,
  'process-answers': () => '进程向它看到的源地址应答。',
  'crosses-veth': ({ pod }) => `veth 的一头在 ${pod} 里，另一头在节点上，从这头进就从那头出。`,
  'crosses-wire': ({ from, to }) => `数据包经过网络，从 ${from} 到 ${to}。`,
  'bridge-forwards': ({ port }) => `网桥知道 Pod 接在哪个端口，把帧从 ${port} 送出去。`,
  'bridge-hairpin': ({ port }) => `端口 ${port} 开了 hairpin，网桥把帧从它进来的端口原路送回。`,
  'route-local': ({ address }) => `${address} 就是本机的地址，数据包留在这里处理。`,
  'route-forward': ({ via, outInterface }) =>
    via === undefined
      ? `目的地址就在直连的网络上，路由表让数据包从 ${outInterface} 出去。`
      : `下一站是 ${via}，路由表让数据包从 ${outInterface} 出去。`,
  'route-none': ({ address }) => `路由表里没有去往 ${address} 的路由。`,
  'router-no-route': ({ address }) => `路由器没有去往 ${address} 的路由：网络上没有机器拥有这个地址。`,
  martian: ({ address }) => `节点从外面收到一个自称来自 ${address} 的数据包，而那正是它自己的地址，于是丢弃。`,
  'conntrack-new': () => 'conntrack 第一次见到这个连接，nat 表会被查一次。',
  'conntrack-established': () => 'conntrack 认得这个连接，nat 表不再查。',
  'conntrack-undoes-dnat': ({ from, to }) => `conntrack 换回发送方当初用的地址：源地址 ${from} 变回 ${to}。`,
  'conntrack-undoes-snat': ({ from, to }) => `conntrack 换回真正的发送方：目的地址 ${from} 变回 ${to}。`,
  'conntrack-repeats-nat': ({ from, to }) => `conntrack 照第一个数据包的办法再做一遍：${from} 变成 ${to}。`,
  'conntrack-invalid': () => 'conntrack 找不到这个数据包所属的连接，判为无效。',
  'table-no-match': ({ examined }) => `节点看了 ${examined} 条规则，没有一条作出决定，数据包原样继续。`,
  'table-accepts': ({ examined }) => `看到第 ${examined} 条规则时放行。`,
  'enters-chain': ({ chain }) => `规则匹配，数据包接着走 ${chain} 链。`,
  'matches-cluster-ip': ({ service }) => `目的地址是 ${service} 的 ClusterIP，它只存在于这样的规则里。`,
  'matches-external-ip': ({ service }) => `目的地址是 ${service} 的 external IP。`,
  'matches-load-balancer-ip': ({ service }) => `目的地址是 ${service} 的负载均衡器地址。`,
  'enters-node-ports': () => '目的地址是节点自己的，节点接着查各个 NodePort。',
  'matches-node-port': ({ service, port }) => `NodePort ${port} 属于 ${service}。`,
  'external-to-cluster-policy': ({ service }) => `策略是 Cluster，集群外的流量可以去 ${service} 在任何节点上的 Pod。`,
  'external-to-local-policy': ({ service }) => `策略是 Local，集群外的流量只能去 ${service} 在本节点上的 Pod。`,
  'short-circuit-pod': ({ service }) => `发送方是本集群的 Pod，节点把 ${service} 当内部访问，不看对外策略。`,
  'short-circuit-node': ({ service }) => `发送方就是节点自己，它把 ${service} 当内部访问，不看对外策略。`,
  'source-range-allows': ({ service, range }) => `${service} 允许来自 ${range} 的访问，发送方在其中。`,
  'source-range-denies': ({ service }) => `发送方不在 ${service} 允许的任何来源网段里。`,
  'marks-for-masquerade': ({ why }) => masqueradeWhys[why],
  'affinity-found': ({ endpoint, seconds }) => `这个客户端在 ${seconds} 秒内去过 ${endpoint}，会话保持让它再去同一个。`,
  'affinity-recorded': ({ endpoint }) => `节点记下：这个客户端去了 ${endpoint}。`,
  'numgen-picks': ({ endpoint, drawn, of }) =>
    `numgen 从 0 到 ${of - 1} 中抽到 ${drawn}：连接去往 ${endpoint}。每个端点的机会相同。`,
  'cluster-ip-has-no-such-port': ({ address, port }) =>
    `${address} 是某个 Service 的 ClusterIP，但该 Service 没有端口 ${port}：节点立即拒绝，不让数据包出去。`,
  'cluster-ip-unallocated': ({ address }) =>
    `${address} 在 Service 网段内，但没有 Service 使用它：数据包在此结束，没有任何应答。`,
  'dice-won': ({ endpoint, probability, drawn }) =>
    `节点掷出 ${drawn.toFixed(2)}，小于 ${probability.toFixed(2)}，数据包去 ${endpoint}。`,
  'dice-lost': ({ endpoint, probability, drawn }) =>
    `节点掷出 ${drawn.toFixed(2)}，不小于 ${probability.toFixed(2)}（概率 ${percent(probability)}），跳过 ${endpoint}。`,
  'last-endpoint': ({ endpoint }) => `没有别的端点可选了，不用再掷，数据包去 ${endpoint}。`,
  dnat: ({ to }) => `节点把目的地址改写为一个真实的端点 ${to}，并记入 conntrack，回包才能被还原。`,
  snat: ({ to }) => `节点把源地址改写为 ${to}，并记入 conntrack，回包才找得到路。`,
  masquerade: ({ by }) =>
    by === 'kube-proxy'
      ? '数据包带着标记，节点把源地址换成自己的，回包就一定经过这里。'
      : '数据包要离开 Pod 网段，CNI 插件把源地址换成节点的。',
  'not-marked': () => '数据包没有 masquerade 标记，源地址保持不变。',
  'mark-cleared': () => '节点清掉标记，免得再做一次 masquerade。',
  'forward-accepts-marked': () => '数据包带着 masquerade 标记，就算默认禁止转发，节点也放行。',
  'forward-accepts-established': () => '数据包属于已有连接，节点放行转发。',
  'no-endpoints': ({ service }) => `${service} 没有就绪的端点，节点替它回绝。`,
  'no-local-endpoints': ({ service }) => `本节点没有 ${service} 的 Pod，而 Local 不允许转发到别处。`,
  'rule-matches': () => '这条规则匹配这个数据包。',
  rejects: ({ with: how }) => `节点丢弃数据包，并告知发送方：${how}。`,
  drops: () => '节点丢弃数据包，谁也不通知。',
  'back-at-sender': ({ to }) => `数据包回到 ${to}，第一个数据包就是它发出的。`,
  delivered: ({ to }) => `数据包到达 ${to}，那里有进程在监听。`,
  'nobody-listens': ({ port }) => `地址没错，但没有进程监听端口 ${port}。`,
  'kernel-answers-echo': () => 'echo 请求由内核直接应答，没有进程参与。',
  'kernel-refuses-port': ({ port }) => `端口 ${port} 无人监听，内核直接回绝。`,
  'redirects-to-proxy': ({ service, port }) =>
    `数据包要去 ${service}，内核把它交给 kube-proxy，后者在本节点的 ${port} 端口上监听。`,
  'proxy-takes-next': ({ service, endpoint, of }) =>
    of === 1
      ? `kube-proxy 已接下连接，${service} 只有 ${endpoint} 这一个端点。`
      : `kube-proxy 已接下连接，在 ${service} 的 ${of} 个端点中轮流挑选，这次轮到 ${endpoint}。`,
  'proxy-keeps-endpoint': ({ service, endpoint, seconds }) =>
    `这个客户端在 ${seconds} 秒内访问过 ${service}，kube-proxy 让它再去 ${endpoint}。`,
  'proxy-knows-sender': ({ endpoint }) => `kube-proxy 还留着这个发送方的套接字，数据报接着去 ${endpoint}。`,
  'proxy-dial-failed': ({ endpoint, timeoutMs }) =>
    `kube-proxy 在 ${timeoutMs} 毫秒内没能连上 ${endpoint}，改试下一个端点。`,
  'proxy-without-endpoints': ({ service }) => `kube-proxy 已接下连接，但 ${service} 没有端点可以转交。`,
  'proxy-gives-up': ({ service }) => `${service} 没有端点能应答，kube-proxy 只好关掉已经接下的连接。`,
  'proxy-copies-answer': ({ service }) => `kube-proxy 把 ${service} 端点的应答复制到客户端的连接里。`,
  'vfp-balances': ({ service, endpoint, of }) =>
    `虚拟交换机认得这是 ${service} 的地址，对流做哈希，在 ${of} 个端点中选出 ${endpoint}，改写目的地址。`,
  'vfp-balances-by-source': ({ service, endpoint, of }) =>
    `虚拟交换机认得这是 ${service} 的地址；因为会话保持，只对客户端地址做哈希，在 ${of} 个端点中选出 ${endpoint}。`,
  'vfp-source-vip': ({ address }) => `这条策略不是 DSR，交换机把源地址也改写为 ${address}，好让回包从它这里经过。`,
  'vfp-keeps-source': ({ service }) => `${service} 的策略是 DSR：源地址不变，回包直接送到客户端。`,
  'vfp-known-flow': ({ from, to }) => `虚拟交换机的流表里已有这条流，不再看策略，把 ${from} 改写为 ${to}。`,
  'vfp-outbound-nat': ({ address }) => `Pod 的数据包要离开集群网络，交换机把源地址改写为节点的 ${address}。`,
  'ipvs-next-in-turn': ({ virtual, scheduler, endpoint, of }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 让 ${of} 个真实服务器轮流，这次轮到 ${endpoint}。`,
  'ipvs-least-connections': ({ virtual, scheduler, endpoint, of, overhead }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 从 ${of} 个真实服务器里选负担最轻的 ${endpoint}，它的负担是 ${overhead}（活动连接每个算 256，非活动连接每个算 1）。`,
  'ipvs-shortest-delay': ({ virtual, scheduler, endpoint, of, expected }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 估计 ${of} 个真实服务器里 ${endpoint} 等待最短：算上这个新连接，每单位权重 ${expected} 个活动连接。`,
  'ipvs-idle': ({ virtual, scheduler, endpoint }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 在有空闲者时不让任何连接排队，而 ${endpoint} 没有活动连接。`,
  'ipvs-source-hash': ({ virtual, scheduler, endpoint, bucket, buckets }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 对客户端地址做哈希：${buckets} 个桶里的第 ${bucket} 号属于 ${endpoint}。`,
  'ipvs-destination-hash': ({ virtual, scheduler, endpoint, bucket, buckets }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 对所请求的地址做哈希：${buckets} 个桶里的第 ${bucket} 号属于 ${endpoint}，不管客户端是谁。`,
  'ipvs-locality': ({ virtual, scheduler, endpoint }) =>
    `IPVS 有虚拟服务器 ${virtual}。调度算法 ${scheduler} 让这个地址留在原来的真实服务器，除非它负担过重：${endpoint}。`,
  'ipvs-persistent': ({ virtual, endpoint, seconds }) =>
    `虚拟服务器 ${virtual} 是持久的：这个客户端在过去 ${seconds} 秒内去过 ${endpoint}，这次仍去那里。`,
  'ipvs-existing': ({ virtual, endpoint }) =>
    `IPVS 认得这个去往 ${virtual} 的连接，像之前的数据包一样送往 ${endpoint}。`,
  'ipvs-no-destination': ({ virtual }) =>
    `IPVS 有虚拟服务器 ${virtual}，但没有能接下连接的真实服务器，于是应答“端口不可达”。`,
  'ipvs-real-server-gone': ({ endpoint }) =>
    `这个连接原来去 ${endpoint}，它已经不是真实服务器了：IPVS 忘掉这个连接并丢弃数据包。`,
  'ipvs-answers-as': ({ virtual, endpoint }) =>
    `这个连接由 IPVS 送往 ${endpoint}，所以回包的源地址换成客户端所请求的 ${virtual}。`,
  'no-such-host': ({ address }) => `网络上没有机器认领 ${address}。`,
  'ttl-exceeded': () => '数据包经过的路由器太多，被这一个丢弃。',
  'too-many-steps': () => '数据包一直在兜圈子，模拟器不再跟下去。',
};

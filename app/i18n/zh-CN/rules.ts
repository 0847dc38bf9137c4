import type { ruleTexts as en } from '../en/rules.js';

export const ruleTexts: typeof en = {
  chain: {
    otherwise: '其余',
    chosen: '选中',
    notChosen: '未选中',
    roles: {
      service: (service) => service,
      local: (service) => `${service} · 本节点`,
      external: (service) => `${service} · 集群外`,
      firewall: (service) => `${service} · 允许的来源`,
      endpoint: (service) => `${service} 的 Pod`,
      mark: () => '打上标记',
    },
  },
  texts: '文本来自',
  absent: {
    'iptables-save': (mode) => `kube-proxy 在这里以 ${mode} 模式运行，不写 iptables 规则：这条命令列不出它的规则。`,
    'nft list ruleset': (mode) => `kube-proxy 在这里以 ${mode} 模式运行，不建 nftables 表：这条命令列不出它的表。`,
    'ipvsadm -Ln': (mode) => `kube-proxy 在这里以 ${mode} 模式运行，不建虚拟服务器：这条命令什么也列不出。`,
  },
  since: (revision) => `自第 ${revision} 版以来：`,
  sinceBefore: '与该节点上一版规则相比：',
  causes: {
    'service-added': (service) => `新增了 Service ${service}`,
    'service-deleted': (service) => `Service ${service} 已删除`,
    'service-edited': (service) => `（Service ${service}）被修改`,
    'endpoint-joined': (service) => `加入了 ${service} 的端点`,
    'endpoint-left': (service) => `离开了 ${service} 的端点`,
  },
  switched: (before, after) => `kube-proxy 从 ${before} 切换到了 ${after}`,
  between: { causes: '，', fields: '、' },
  moreCauses: (count) => `另有 ${count} 项`,
  header: '此处的数据包',
  leaves: '离开关卡时',
  carrying: '带有标记',
  why: {
    roll: ['为什么要掷骰子？', 'iptables 没有负载均衡器。每个端点的规则按概率命中，没有命中的数据包继续走到下一条。'],
    numgen: ['为什么要取一个数？', 'nftables 取一个随机数，再到映射里查：无论有多少端点，都只差一步。'],
    lookup: ['为什么用映射？', '地址、协议和端口一次查完。Service 有十个还是一万个，代价都一样。'],
    member: ['为什么用集合？', '一条规则就能问哈希集合：这个数据包属于某个 Service 吗？不需要每个 Service 一条规则。'],
    mark: ['为什么打标记？', '标记在这里没有代价。到了 POSTROUTING，节点凭它把源地址换成自己的，回包才会回到这里。'],
    masquerade: ['为什么换源地址？', '源地址是节点时，Pod 会把回包发给节点，节点才能还原自己做过的改写。'],
    affinity: ['为什么没有掷骰子？', '这个客户端来过。会话保持会在一段时间内记住它的端点，这条规则排在骰子之前。'],
    redirect: [
      '为什么转到节点的端口？',
      '在 userspace 模式下，规则只把连接交给 kube-proxy，由这个进程再打开一个到 Pod 的连接。',
    ],
    walk: ['为什么有这么多规则？', '内核从链的开头往下读，遇到第一条作出决定的规则就停下。只有命中的规则会被标出。'],
  },
};

/** A Service as tutorials print it. */
const service = `apiVersion: v1
kind: Service
metadata:
  name: myservice
spec:
  type: NodePort
  selector:
    app: demoapp
  ports:
  - protocol: TCP
    port: 80
    targetPort: 8080
    name: myapp-http
`;

const workloads = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: demoapp
spec:
  replicas: 3
  selector:
    matchLabels:
      app: demoapp
  template:
    metadata:
      labels:
        app: demoapp
      annotations:
        kubehop.dev/node: "node1,node2,node3"
        kubehop.dev/ready: "true,true,false"
    spec:
      containers:
      - name: demoapp
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        ports:
        - containerPort: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: client
  labels:
    app: client
spec:
  containers:
  - name: client
    image: registry.k8s.io/e2e-test-images/agnhost:2.53
`;

/** What the page opens on: the Service to edit, three pods behind it of which one is not ready, and a client. */
export const openingFiles: Readonly<Record<string, string>> = { 'service.yaml': service, 'workloads.yaml': workloads };

/** The seed of the opening world. */
export const openingSeed = 1;

/** @param {number} count @param {number} [pods] of each Service */
export function manyServices(count, pods = 2) {
  const documents = [];
  for (let index = 0; index < count; index++) {
    const name = `service-${index}`;
    const labels = `{ app: ${name} }`;
    documents.push(
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector: ${labels}\n  ports:\n  - port: 80\n    targetPort: ${7000 + index}\n`,
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: ${pods}\n  selector: { matchLabels: ${labels} }\n  template:\n    metadata: { labels: ${labels} }\n    spec:\n      containers:\n      - { name: web, image: nginx }\n`,
    );
  }
  return documents.join('---\n');
}

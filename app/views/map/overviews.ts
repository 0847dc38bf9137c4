/** The drawings of large clusters, which come when they are needed. */
export { layoutTiles } from './layout-tiles.js';
export { layoutZones } from './layout-zones.js';

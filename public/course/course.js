// What a course page can do with what an embedded lab tells: here, say in the page where the packet is.
const lab = document.getElementById('first');
const told = document.getElementById('told');
lab.addEventListener('kubehop-step', ({ detail }) => {
  told.textContent = `Packet ${detail.packet}: ${detail.leg}, hop ${detail.hop} of ${detail.hops}, at ${detail.place}.`;
});
lab.addEventListener('kubehop-completed', ({ detail }) => {
  told.textContent = `Packet ${detail.packet} is done: ${detail.outcome}.`;
});

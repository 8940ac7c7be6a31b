// Sets light or dark before the first paint; the choice lives in localStorage, else the system's.
const chosenTheme = localStorage.getItem("waymark.theme");
if (chosenTheme) document.documentElement.dataset.theme = chosenTheme;

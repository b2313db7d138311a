// Stands for react-devtools-core, which Ink imports and nobody here wants in a bundle.
export default {};

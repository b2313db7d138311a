/** Stands in the bundle for packages that are never reached. */
export default {};

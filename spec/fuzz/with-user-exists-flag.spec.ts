import { fuzzTenant } from './run/fuzz-tenant';
import { TENANTS } from './tenants';

fuzzTenant(TENANTS.withUserExistsFlag);

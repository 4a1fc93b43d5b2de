select wib.require_platform_admin($1::uuid)

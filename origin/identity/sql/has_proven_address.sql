select wib.has_proven_address($1::uuid) as proven

select wib.remove_member($1::uuid)

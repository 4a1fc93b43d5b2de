select actor from wib.access_changes($1::interval)

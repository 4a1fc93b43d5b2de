select wib.suppression_of($1::text) as reason

select size, tops from audit_tails

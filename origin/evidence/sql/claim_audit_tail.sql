select size, tops, after_txid, after_at, after_id, horizon, signed_size from wib.claim_audit_tail()

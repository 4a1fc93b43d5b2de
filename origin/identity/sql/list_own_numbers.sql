select phone_number from outbound_numbers where is_active order by is_default desc, created_at, phone_number limit 100

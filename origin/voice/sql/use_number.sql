update outbound_numbers set last_used_at = $2 where phone_number = $1;

select words from wib.words_about($1::uuid)

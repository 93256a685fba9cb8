"""Who is who: names by rule and lexicon, one entity per name, and candidates for nominal reference."""

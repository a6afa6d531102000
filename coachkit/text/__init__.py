"""From replies to a Corpus: words, sentences, lemmas and language, with offsets into the original text."""

"""Where things are: postcodes and their distances, the Ofsted provider list, columns derived from them."""

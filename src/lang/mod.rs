//! Every string of the interface, in Chinese and English.

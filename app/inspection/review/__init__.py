"""The reviewer's working papers: reviu with 23 criteria, and what the LKE asks for."""

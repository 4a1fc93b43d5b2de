#pragma once
#include "origin/http/endpoint.hpp"
#include "shared/api/endpoints/search.hpp"

namespace wib::transcripts {

/// A page of utterances that answer a query, and an audit row saying that somebody asked.
Task<http::Answer<api::Search>> search(http::Ask<api::Search>& ask, db::TenantTx& tx);

}  // namespace wib::transcripts

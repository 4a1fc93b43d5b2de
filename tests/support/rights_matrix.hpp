#pragma once
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/fixture.hpp"

namespace wib::test {

/// tests/fixtures/rights/matrix.tsv: "GET /api/calls" → who → whether they may.
inline std::map<std::string, std::map<std::string, bool>> rights_matrix() {
    std::istringstream lines{fixture("rights/matrix.tsv")};
    std::map<std::string, std::map<std::string, bool>> matrix;
    std::vector<std::string> columns;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream cells{line};
        std::vector<std::string> row;
        for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
        if (columns.empty()) {
            columns = row;
            continue;
        }
        for (std::size_t i = 1; i < row.size(); ++i) matrix[row.front()][columns.at(i)] = row[i] == "y";
    }
    return matrix;
}

}  // namespace wib::test

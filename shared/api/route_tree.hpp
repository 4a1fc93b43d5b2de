#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "shared/api/routes.hpp"

/// The table's patterns as a tree of segments, laid out by the compiler: what a path costs to find grows with the
/// path's own length, not with the number of routes.
namespace wib::api {

/// One segment below another. A node's children stand side by side in order of their segments, a parameter last; the
/// rows whose patterns end here stand side by side in RouteTree::rows.
struct RouteNode {
    std::string_view segment{};  ///< "{" for a parameter, whatever its name
    std::uint16_t first_child = 0;
    std::uint16_t children = 0;
    std::uint16_t first_row = 0;
    std::uint16_t rows = 0;
};

inline constexpr std::string_view kAnySegment = "{";
inline constexpr std::size_t kMostParameters = 8;

/// Takes "/calls" off "/calls/5": "calls", leaving "/5". `path` begins with a slash.
constexpr std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

constexpr bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

template <std::size_t Nodes, std::size_t Rows>
struct RouteTree {
    std::array<RouteNode, Nodes> nodes{};    ///< the root first
    std::array<std::uint16_t, Rows> rows{};  ///< places in the table

    /// Calls `each(row, values)` with every row whose pattern fits the path, literal segments before parameters and the
    /// values of its parameters in their order, until it answers true. A parameter takes one segment that is not empty.
    template <typename Each>
    constexpr bool visit(std::string_view path, Each&& each) const {
        std::array<std::string_view, kMostParameters> values{};
        return visit(nodes.front(), path, values, 0, each);
    }

  private:
    template <typename Each>
    constexpr bool visit(const RouteNode& node, std::string_view path,
                         std::span<std::string_view, kMostParameters> values, std::size_t taken, Each& each) const {
        if (path.empty()) {
            const auto mine = std::span{rows}.subspan(node.first_row, node.rows);
            return std::ranges::any_of(mine, [&](auto row) { return each(row, values.first(taken)); });
        }
        const auto segment = take_segment(path);
        const auto below = std::span{nodes}.subspan(node.first_child, node.children);
        const auto same = std::ranges::lower_bound(below, segment, {}, &RouteNode::segment);
        const auto is_literal = same != below.end() && same->segment == segment && !is_parameter(segment);
        if (is_literal && visit(*same, path, values, taken, each)) return true;
        if (segment.empty() || below.empty() || below.back().segment != kAnySegment) return false;
        values[taken] = segment;
        return visit(below.back(), path, values, taken + 1, each);
    }
};

/// The rows of a table in the order of their segments, and a node for each prefix.
struct RouteSketch {
    std::vector<RouteNode> nodes;
    std::vector<std::uint16_t> rows;
};

/// Named by the compiler's complaint; there is no such function.
void a_pattern_has_too_many_parameters();

consteval RouteSketch sketch_routes(std::span<const Route> table) {
    struct Line {
        std::vector<std::string_view> segments;
        std::uint16_t row;
    };
    std::vector<Line> lines;
    for (std::uint16_t row = 0; row < table.size(); ++row) {
        Line line{{}, row};
        for (auto rest = table[row].pattern; !rest.empty();) {
            const auto segment = take_segment(rest);
            line.segments.push_back(is_parameter(segment) ? kAnySegment : segment);
        }
        if (std::ranges::count(line.segments, kAnySegment) > std::ptrdiff_t{kMostParameters})
            a_pattern_has_too_many_parameters();
        lines.push_back(std::move(line));
    }
    std::ranges::sort(lines, [](const Line& a, const Line& b) {
        return a.segments == b.segments ? a.row < b.row : a.segments < b.segments;
    });

    struct Part {
        std::size_t first, last, depth;
    };
    RouteSketch sketch{.nodes = {RouteNode{}}, .rows = {}};
    std::vector<Part> parts{{0, lines.size(), 0}};
    for (std::size_t at = 0; at < parts.size(); ++at) {
        auto [first, last, depth] = parts[at];
        sketch.nodes[at].first_row = static_cast<std::uint16_t>(sketch.rows.size());
        for (; first < last && lines[first].segments.size() == depth; ++first) sketch.rows.push_back(lines[first].row);
        sketch.nodes[at].rows = static_cast<std::uint16_t>(sketch.rows.size() - sketch.nodes[at].first_row);
        sketch.nodes[at].first_child = static_cast<std::uint16_t>(sketch.nodes.size());
        while (first < last) {
            const auto segment = lines[first].segments[depth];
            auto next = first;
            while (next < last && lines[next].segments[depth] == segment) ++next;
            sketch.nodes.push_back({.segment = segment});
            parts.push_back({first, next, depth + 1});
            first = next;
        }
        sketch.nodes[at].children = static_cast<std::uint16_t>(sketch.nodes.size() - sketch.nodes[at].first_child);
    }
    return sketch;
}

/// The tree of a table that is a constant.
template <const auto& Table>
consteval auto grow_route_tree() {
    RouteTree<sketch_routes(Table).nodes.size(), Table.size()> tree;
    const auto sketch = sketch_routes(Table);
    std::ranges::copy(sketch.nodes, tree.nodes.begin());
    std::ranges::copy(sketch.rows, tree.rows.begin());
    return tree;
}

}  // namespace wib::api

#include "origin/observe/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "shared/core/ensure.hpp"

namespace wib::observe {

namespace {

enum class Type { counter, gauge, histogram };

std::string number(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

void append_escaped(std::string& out, std::string_view value) {
    for (const char c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
}

using Labels = std::vector<std::string>;  // the values, kept

/// Finds a member by values that are only looked at.
struct InOrder {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const {
        return std::ranges::lexicographical_compare(
            a, b, [](std::string_view one, std::string_view other) { return one < other; });
    }
};

/// {a="1",b="2"} with one more pair appended where `extra` is given; nothing when there are no labels.
std::string label_set(const std::vector<std::string>& names, const Labels& values, std::string_view extra = {}) {
    if (names.empty() && extra.empty()) return {};
    std::string out = "{";
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (at > 0) out += ',';
        out += names[at];
        out += "=\"";
        append_escaped(out, values[at]);
        out += '"';
    }
    if (!extra.empty()) {
        if (!names.empty()) out += ',';
        out += extra;
    }
    return out + '}';
}

void print(std::string& out, const std::string& name, const std::vector<std::string>& names, const Labels& values,
           const Counter& metric) {
    out += name + label_set(names, values) + ' ' + std::to_string(metric.value()) + '\n';
}
void print(std::string& out, const std::string& name, const std::vector<std::string>& names, const Labels& values,
           const Gauge& metric) {
    out += name + label_set(names, values) + ' ' + std::to_string(metric.value()) + '\n';
}
void print(std::string& out, const std::string& name, const std::vector<std::string>& names, const Labels& values,
           const Histogram& metric) {
    std::uint64_t so_far = 0;
    for (std::size_t at = 0; at <= metric.bounds().size(); ++at) {
        so_far += metric.in_bucket(at);
        const auto bound = at < metric.bounds().size() ? number(metric.bounds()[at]) : std::string{"+Inf"};
        out += name + "_bucket" + label_set(names, values, "le=\"" + bound + '"') + ' ' + std::to_string(so_far) + '\n';
    }
    out += name + "_sum" + label_set(names, values) + ' ' + number(metric.sum_seconds()) + '\n';
    out += name + "_count" + label_set(names, values) + ' ' + std::to_string(so_far) + '\n';
}

constexpr Type type_of(const Counter*) {
    return Type::counter;
}
constexpr Type type_of(const Gauge*) {
    return Type::gauge;
}
constexpr Type type_of(const Histogram*) {
    return Type::histogram;
}
constexpr std::string_view name_of(Type type) {
    switch (type) {
        case Type::counter:
            return "counter";
        case Type::gauge:
            return "gauge";
        case Type::histogram:
            return "histogram";
    }
    return "untyped";
}

struct AnyFamily {
    virtual ~AnyFamily() = default;
    virtual void print_all(std::string& out) const = 0;
    Type type{};
    std::vector<std::string> labels;
};

template <class Metric>
struct Series final : AnyFamily, Family<Metric> {
    std::string name;
    std::string help;
    std::vector<double> bounds;
    mutable std::shared_mutex mutex;
    std::map<Labels, std::unique_ptr<Metric>, InOrder> members;

    std::unique_ptr<Metric> make() const {
        if constexpr (std::is_same_v<Metric, Histogram>) {
            return std::make_unique<Metric>(bounds);
        } else {
            return std::make_unique<Metric>();
        }
    }
    Metric& with(LabelValues values) override {
        ensure(values.size() == labels.size(), "a metric gets a value for each of its labels");
        {
            const std::shared_lock lock{mutex};
            if (const auto found = members.find(values); found != members.end()) return *found->second;
        }
        const std::scoped_lock lock{mutex};
        const bool full = members.size() >= kMaxSeries && !members.contains(values);
        auto& member = members[full ? Labels(labels.size(), "other") : Labels(values.begin(), values.end())];
        if (!member) member = make();
        return *member;
    }
    void print_all(std::string& out) const override {
        const std::shared_lock lock{mutex};
        out += "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + std::string{name_of(type)} + '\n';
        for (const auto& [values, metric] : members) print(out, name, labels, values, *metric);
    }
};

constexpr std::array kLatency{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                              0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};

}  // namespace

std::span<const double> latency_buckets() {
    return kLatency;
}

Histogram::Histogram(std::span<const double> bounds_seconds)
    : bounds_(bounds_seconds.begin(), bounds_seconds.end()),
      buckets_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_seconds.size() + 1)) {
    ensure(std::ranges::is_sorted(bounds_), "histogram bounds rise");
}

void Histogram::observe(std::chrono::nanoseconds took) {
    const double seconds = std::chrono::duration<double>(took).count();
    const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds_, seconds) - bounds_.begin());
    buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_ns_.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)), std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t all = 0;
    for (std::size_t at = 0; at <= bounds_.size(); ++at) all += in_bucket(at);
    return all;
}

double Histogram::sum_seconds() const {
    return static_cast<double>(sum_ns_.load(std::memory_order_relaxed)) / 1e9;
}

struct Metrics::State {
    mutable std::mutex mutex;
    std::map<std::string, std::unique_ptr<AnyFamily>, std::less<>> families;

    template <class Metric>
    Family<Metric>& family(std::string_view name, std::string_view help, std::vector<std::string> labels,
                           std::span<const double> bounds = {}) {
        const std::scoped_lock lock{mutex};
        auto found = families.find(name);
        if (found == families.end()) {
            auto series = std::make_unique<Series<Metric>>();
            series->type = type_of(static_cast<Metric*>(nullptr));
            series->labels = labels;
            series->name = name;
            series->help = help;
            series->bounds.assign(bounds.begin(), bounds.end());
            found = families.emplace(std::string{name}, std::move(series)).first;
        }
        auto* series = dynamic_cast<Series<Metric>*>(found->second.get());
        ensure(series != nullptr && series->labels == labels, "a metric's name has one kind and one set of labels");
        return *series;
    }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string_view name, std::string_view help) {
    return state_->family<Counter>(name, help, {}).with({});
}
Gauge& Metrics::gauge(std::string_view name, std::string_view help) {
    return state_->family<Gauge>(name, help, {}).with({});
}
Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::span<const double> bounds) {
    return state_->family<Histogram>(name, help, {}, bounds).with({});
}
Family<Counter>& Metrics::counters(std::string_view name, std::string_view help, std::vector<std::string> labels) {
    return state_->family<Counter>(name, help, std::move(labels));
}
Family<Gauge>& Metrics::gauges(std::string_view name, std::string_view help, std::vector<std::string> labels) {
    return state_->family<Gauge>(name, help, std::move(labels));
}
Family<Histogram>& Metrics::histograms(std::string_view name, std::string_view help, std::vector<std::string> labels,
                                       std::span<const double> bounds) {
    return state_->family<Histogram>(name, help, std::move(labels), bounds);
}

std::string Metrics::exposition() const {
    const std::scoped_lock lock{state_->mutex};
    std::string out;
    for (const auto& [name, family] : state_->families) family->print_all(out);
    return out;
}

}  // namespace wib::observe

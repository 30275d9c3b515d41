// Things that are linked, directly or through others.
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

namespace leukolens::dataset {

/// Disjoint sets of the numbers 0 … count − 1. Not thread-safe.
class Groups {
public:
    explicit Groups(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0); }

    /// The smallest number of the group that holds `i`.
    int of(int i) {
        while (parent(i) != i) {
            parent(i) = parent(parent(i));  // shortens the way for the next
            i = parent(i);
        }
        return i;
    }

    /// False where both were in one group already.
    bool unite(int a, int b) {
        a = of(a);
        b = of(b);
        if (a == b) return false;
        if (a < b) parent(b) = a;
        else parent(a) = b;
        return true;
    }

private:
    int& parent(int i) { return m_parent.at(static_cast<std::size_t>(i)); }

    std::vector<int> m_parent;
};

}  // namespace leukolens::dataset

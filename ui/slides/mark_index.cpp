#include "ui/slides/mark_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace leukolens::ui {
namespace {
constexpr int kMostFieldsASide = 512;
}

void MarkIndex::set(std::vector<SlideMark> marks) {
    m_marks = std::move(marks);
    m_places.clear();
    m_bounds = {};
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        m_bounds = i == 0 ? m_marks[i].box : m_bounds.united(m_marks[i].box);
        m_places.emplace(m_marks[i].id, static_cast<int>(i));
    }
    const int side = std::clamp(static_cast<int>(std::sqrt(static_cast<double>(m_marks.size()))), 1, kMostFieldsASide);
    m_columns = m_rows = side;
    m_fields.assign(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), {});
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const Fields fields = fieldsOf(m_marks[i].box);
        for (int y = fields.top; y <= fields.bottom; ++y)
            for (int x = fields.left; x <= fields.right; ++x) m_fields[static_cast<std::size_t>(y * m_columns + x)].push_back(static_cast<int>(i));
    }
}

MarkIndex::Fields MarkIndex::fieldsOf(const QRectF& area) const {
    const auto field = [](double at, double from, double length, int count) {
        return length > 0 && std::isfinite(length) && std::isfinite(at) ? static_cast<int>(std::clamp(std::floor((at - from) / length * count), 0.0, count - 1.0)) : 0;
    };
    return {field(area.left(), m_bounds.left(), m_bounds.width(), m_columns), field(area.top(), m_bounds.top(), m_bounds.height(), m_rows),
            field(area.right(), m_bounds.left(), m_bounds.width(), m_columns), field(area.bottom(), m_bounds.top(), m_bounds.height(), m_rows)};
}

std::vector<int> MarkIndex::in(const QRectF& area) const {
    std::vector<int> found;
    if (m_marks.empty()) return found;
    const Fields fields = fieldsOf(area);
    const auto touches = [&](const QRectF& box) { return box.left() <= area.right() && box.right() >= area.left() && box.top() <= area.bottom() && box.bottom() >= area.top(); };
    for (int y = fields.top; y <= fields.bottom; ++y)
        for (int x = fields.left; x <= fields.right; ++x)
            for (const int place : m_fields[static_cast<std::size_t>(y * m_columns + x)])
                if (touches(m_marks[static_cast<std::size_t>(place)].box)) found.push_back(place);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

int MarkIndex::at(const QPointF& point, double margin) const {
    const QRectF around(point.x() - margin, point.y() - margin, 2 * margin, 2 * margin);
    int best = -1;
    double smallest = std::numeric_limits<double>::max();
    for (const int place : in(around)) {
        const QRectF& box = m_marks[static_cast<std::size_t>(place)].box;
        const double area = box.width() * box.height();
        if (area >= smallest) continue;
        smallest = area;
        best = place;
    }
    return best;
}

int MarkIndex::placeOf(std::int64_t id) const {
    const auto found = m_places.find(id);
    return found == m_places.end() ? -1 : found->second;
}

}  // namespace leukolens::ui

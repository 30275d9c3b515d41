// Thousands of marks, found by place without looking at all of them.
#pragma once

#include <unordered_map>
#include <vector>

#include "ui/slides/slide_mark.h"

namespace leukolens::ui {

/// A grid of about as many fields as there are marks. Places in answers are indices into marks().
class MarkIndex {
public:
    void set(std::vector<SlideMark> marks);
    const std::vector<SlideMark>& marks() const { return m_marks; }

    /// Those whose box touches `area` (px of level 0), in their order.
    std::vector<int> in(const QRectF& area) const;
    /// The smallest whose box, made larger by `margin` px at each side, holds the point; −1: none.
    int at(const QPointF& point, double margin) const;
    int placeOf(std::int64_t id) const;  ///< −1: none

private:
    struct Fields {
        int left, top, right, bottom;  // all inclusive
    };
    Fields fieldsOf(const QRectF& area) const;

    std::vector<SlideMark> m_marks;
    std::unordered_map<std::int64_t, int> m_places;
    QRectF m_bounds;
    int m_columns = 1, m_rows = 1;
    std::vector<std::vector<int>> m_fields;
};

}  // namespace leukolens::ui

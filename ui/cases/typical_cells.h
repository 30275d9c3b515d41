// The cells that are most surely of their class, a row of small pictures for each class.
#pragma once

#include <QWidget>

#include <vector>

#include "core/casebook/case_types.h"

namespace leukolens::ui {

class ThumbnailLoader;

struct TypicalClass {
    std::string className;
    std::vector<std::string> pictures;  ///< paths, the surest first
};
/// Of cells that count, whose standing class is the model's too; at most `each` of a class, classes in the order of their names. Any thread.
std::vector<TypicalClass> typicalCells(const std::vector<casebook::CaseCell>& cells, std::size_t each);

/// GUI thread.
class TypicalCells : public QWidget {
    Q_OBJECT
public:
    TypicalCells(ThumbnailLoader& thumbnails, QWidget* parent = nullptr);
    void set(std::vector<TypicalClass> classes);
    static constexpr std::size_t kEach = 8;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {180, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThumbnailLoader& m_thumbnails;
    std::vector<TypicalClass> m_classes;
};

}  // namespace leukolens::ui

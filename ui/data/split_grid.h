// The split drawn: a row a fold, a column a subject, coloured and lettered by the part its cells are in.
#pragma once

#include <QAbstractScrollArea>

#include "ui/data/split_plan.h"

class QPainter;

namespace leukolens::ui {

enum class SplitPart { Train, Validation, Test };
QColor partColour(SplitPart part);
QColor textOnPart(SplitPart part);    ///< readable on partColour()
QString partName(SplitPart part);     ///< "Training"
QString partLetters(SplitPart part);  ///< "Tr": so that colour is not alone

class SplitGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit SplitGrid(QWidget* parent = nullptr);

    void setPlan(SplitPlan plan, std::vector<QColor> classColours);
    void clear();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int rowLabelWidth() const;
    int headerHeight() const;
    int columnWidth() const;
    void updateScrollBars();
    void paintColumnHead(QPainter& painter, std::size_t column, const QRect& box) const;
    void paintCell(QPainter& painter, const PartCounts& counts, const QRectF& box) const;
    QString describe(std::size_t fold, std::size_t column) const;

    SplitPlan m_plan;
    std::vector<QColor> m_classColours;
};

}  // namespace leukolens::ui

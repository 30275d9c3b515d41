// A figure in the window: drawn to the widget's size, with a button that saves it.
#pragma once

#include <QWidget>

#include <functional>

#include "core/base/result.h"
#include "ui/figures/figure.h"
#include "ui/shell/job_runner.h"

class QToolButton;

namespace leukolens::ui {

/// GUI thread.
class FigureView : public QWidget {
    Q_OBJECT
public:
    explicit FigureView(QWidget* parent = nullptr);

    void setFigure(Figure figure);
    void clear();
    const Figure& figure() const { return m_figure; }

    /// Where a value of a plot's axes is on the widget, and back.
    QPointF positionOf(std::size_t plot, const QPointF& value) const;
    QPointF valueAt(std::size_t plot, const QPointF& position) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {220, 150}; }

Q_SIGNALS:
    /// Mouse button down, or moved while it is; x and y in values of the axes, not limited to them.
    void pointed(QPointF value);
    void saveRequested(const leukolens::ui::Figure& figure);

protected:
    /// The figure as large as the widget.
    void drawOn(QPainter& painter) const;

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QRectF placeOfPlot(std::size_t plot) const;

    Figure m_figure;
    QToolButton* m_save = nullptr;
};

/// Asks where to, then draws and writes the figure on `worker` in the form of the file's ending, atomically; a name without one gets that of the form that was chosen. `done` gets the file, or why it could not be written;
/// it is not called where the person cancels or `receiver` is gone. GUI thread.
void saveFigure(QWidget* parent, const Figure& figure, const QString& folder, JobRunner& worker, QObject* receiver, std::function<void(Result<QString>)> done);

}  // namespace leukolens::ui

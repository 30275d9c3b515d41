// Shown over the workspace while files are dragged across it.
#pragma once

#include <QWidget>

namespace leukolens::ui {

class DropOverlay : public QWidget {
    Q_OBJECT
public:
    /// Covers `parent`; lets every event through.
    explicit DropOverlay(QWidget* parent);
    void setShown(bool shown);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace leukolens::ui

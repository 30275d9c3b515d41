// What the lines of the curve plots mean, in a row of its own so that it never covers data.
#pragma once

#include <QWidget>

#include <vector>

class QPainter;

namespace leukolens::ui {

class CurveLegend : public QWidget {
    Q_OBJECT
public:
    explicit CurveLegend(QWidget* parent = nullptr);
    void setFolds(int folds);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Entry {
        enum class Kind { Fold, Validation, Training, Best } kind;
        int fold = 0;
        QString text;
    };
    void drawSample(QPainter& painter, const Entry& entry, const QRectF& box) const;
    /// Where each entry goes at this width.
    std::vector<QRect> places(int width) const;

    std::vector<Entry> m_entries;
};

}  // namespace leukolens::ui

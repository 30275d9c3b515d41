// What the lines of the curve plots mean, in a row of its own so that it never covers data. Folds and old runs are hidden and shown by
// clicking them.
#pragma once

#include <QAbstractButton>

#include <vector>

class QPainter;

namespace leukolens::ui {

/// One entry: a sample of the line and a word. Checked: what it names is drawn.
class CurveLegendEntry : public QAbstractButton {
    Q_OBJECT
public:
    enum class Kind { Fold, OldRun, Validation, Training, Best, Patience, Band };
    /// fold: of Kind::Fold, 1-based.
    CurveLegendEntry(Kind kind, int fold, const QString& text, QWidget* parent);

    Kind kind() const { return m_kind; }
    int fold() const { return m_fold; }
    bool canBeHidden() const { return m_kind == Kind::Fold || m_kind == Kind::OldRun; }
    QSize sizeHint() const override;
    /// For the legend of an exported figure.
    void draw(QPainter& painter, const QRect& box) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawSample(QPainter& painter, const QRectF& box) const;
    Kind m_kind;
    int m_fold;
};

class CurveLegend : public QWidget {
    Q_OBJECT
public:
    explicit CurveLegend(QWidget* parent = nullptr);

    void setFolds(int folds);  ///< all shown
    void setOldRuns(const QStringList& names);
    void setBand(bool shown);
    void setPatience(bool shown);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    /// The entries that are shown, wrapped at `width`, from (0, 0) on; returns the height. painter null: only measures.
    int drawShown(QPainter* painter, int width) const;

Q_SIGNALS:
    void foldToggled(int fold, bool shown);
    void oldRunToggled(int index, bool shown);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    /// Where each entry goes at this width.
    std::vector<QRect> places(int width) const;
    void arrange();

    int m_folds = 0;
    QStringList m_oldRuns;
    bool m_band = false, m_patience = false;
    std::vector<CurveLegendEntry*> m_entries;
};

}  // namespace leukolens::ui

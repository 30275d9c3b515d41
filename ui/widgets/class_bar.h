// How many cells each class has: one bar in proportion, names and counts below it.
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace leukolens::ui {

struct ClassShare {
    QString name;  ///< as shown to people
    QColor colour;
    int count = 0;
};

class ClassBar : public QWidget {
    Q_OBJECT
public:
    explicit ClassBar(QWidget* parent = nullptr);
    void setShares(std::vector<ClassShare> shares);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString words(const ClassShare& share) const;
    std::vector<ClassShare> m_shares;
};

}  // namespace leukolens::ui

// Two pictures that look the same, side by side, with what is known of each.
#pragma once

#include <QFrame>

#include "core/dataset/leaks.h"

class QLabel;
class QPushButton;

namespace leukolens::ui {

class ElidedLabel;
class FileImageView;

/// GUI thread only.
class DuplicatePair : public QFrame {
    Q_OBJECT
public:
    explicit DuplicatePair(QWidget* parent = nullptr);

    void showPair(const dataset::Dataset& dataset, const dataset::Leak& leak);
    void showNothing(const QString& why);
    void setDecidable(bool first, bool second);  ///< which may be left out
    bool canLeaveFirstOut() const;

Q_SIGNALS:
    void leaveOut(bool second);  ///< the button below that picture

private:
    struct Side {
        FileImageView* view = nullptr;
        ElidedLabel* name = nullptr;
        ElidedLabel* facts = nullptr;
        QPushButton* leaveOut = nullptr;
    };
    QWidget* createSide(Side& side, bool second);
    void showSide(Side& side, const dataset::Dataset& dataset, int place);

    Side m_first, m_second;
};

}  // namespace leukolens::ui

#include "ui/shell/pass_focus.h"

#include <QFocusEvent>
#include <QPointer>
#include <QWidget>

namespace leukolens::ui {
namespace {

class Passer : public QObject {
public:
    explicit Passer(QWidget& from) : QObject(&from) { from.installEventFilter(this); }
    QPointer<QWidget> to;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FocusIn && to) to->setFocus(static_cast<QFocusEvent*>(event)->reason());
        return QObject::eventFilter(watched, event);
    }
};

}  // namespace

void passFocus(QWidget& from, QWidget* to) {
    constexpr const char* kName = "passesFocus";
    auto* passer = static_cast<Passer*>(from.findChild<QObject*>(kName, Qt::FindDirectChildrenOnly));
    if (!passer) {
        passer = new Passer(from);
        passer->setObjectName(kName);
    }
    passer->to = to;
}

}  // namespace leukolens::ui

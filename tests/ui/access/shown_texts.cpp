#include "tests/ui/access/shown_texts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAction>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

#include "tests/ui/access/every_window.h"
#include "tests/ui/access/parts_of_qt.h"
#include "ui/shell/labels.h"

namespace leukolens::test {
namespace {

class Collector {
public:
    std::vector<ShownText> texts;

    void look(const QWidget& widget) {
        const auto add = [&](const QString& text, const char* kind) {
            if (!text.isEmpty()) texts.push_back({text, described(widget) + " (" + kind + ")"});
        };
        add(widget.toolTip(), "tooltip");
        add(widget.accessibleName(), "accessible name");
        add(widget.accessibleDescription(), "accessible description");
        add(widget.statusTip(), "status tip");
        if (widget.isWindow()) add(widget.windowTitle(), "title");
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) add(label->text(), "label");
        if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) add(button->text(), "button");
        if (const auto* box = qobject_cast<const QGroupBox*>(&widget)) add(box->title(), "group");
        if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) add(line->placeholderText(), "hint");
        if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab) {
                add(tabs->tabText(tab), "tab");
                add(tabs->tabToolTip(tab), "tooltip of a tab");
            }
        }
        if (const auto* header = qobject_cast<const QHeaderView*>(&widget); header && header->model()) {
            const int sections = header->orientation() == Qt::Horizontal ? header->model()->columnCount() : header->model()->rowCount();
            for (int i = 0; i < sections; ++i) {
                add(header->model()->headerData(i, header->orientation()).toString(), "head");
                add(header->model()->headerData(i, header->orientation(), Qt::ToolTipRole).toString(), "tooltip of a head");
            }
        }
        if (const auto* box = qobject_cast<const QComboBox*>(&widget))
            for (int i = 0; i < box->count(); ++i) add(box->itemText(i), "choice");
        for (const QAction* action : widget.actions()) {
            add(action->text(), "action");
            add(action->toolTip(), "tooltip of an action");
        }
    }
};

/// Pixels that a layout may round.
constexpr int kSlackPx = 1;

QString plain(QString text) {
    return text.remove(QRegularExpression("&(?=\\S)"));
}

bool labelIsCut(const QLabel& label) {
    if (label.text().isEmpty() || qobject_cast<const ui::ElidedLabel*>(&label)) return false;
    if (!label.wordWrap()) return label.width() + kSlackPx < label.sizeHint().width() || label.height() + kSlackPx < label.fontMetrics().height();
    if (label.heightForWidth(label.width()) > label.height() + kSlackPx) return true;
    const QRect room = label.contentsRect();
    return label.fontMetrics().boundingRect(QRect(0, 0, room.width(), 1 << 20), Qt::TextWordWrap, label.text()).width() > room.width() + kSlackPx;
}

bool tabsAreCut(const QTabBar& tabs) {
    const auto scrollers = tabs.findChildren<QToolButton*>();
    if (std::any_of(scrollers.begin(), scrollers.end(), [](const QToolButton* scroller) { return scroller->isVisible(); })) return true;
    for (int tab = 0; tab < tabs.count(); ++tab)
        if (tabs.isTabVisible(tab) && tabs.tabRect(tab).width() < tabs.fontMetrics().horizontalAdvance(plain(tabs.tabText(tab)))) return true;
    return false;
}

bool choiceIsCut(const QComboBox& box) {
    QStyleOptionComboBox option;
    option.initFrom(&box);
    option.editable = box.isEditable();
    option.subControls = QStyle::SC_All;
    option.currentText = box.currentText();
    const QRect room = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
    return box.fontMetrics().horizontalAdvance(box.currentText()) > room.width() + kSlackPx;
}

bool hintIsCut(const QLineEdit& line) {
    constexpr int kMarginsPx = 4;
    if (!line.toolTip().isEmpty()) return false;  // which says it too
    return line.text().isEmpty() && line.fontMetrics().horizontalAdvance(line.placeholderText()) > line.contentsRect().width() - kMarginsPx + kSlackPx;
}

bool sticksOut(const QWidget& widget) {
    QRect rect = widget.rect();
    for (const QWidget* at = &widget; !at->isWindow() && at->parentWidget(); at = at->parentWidget()) {
        rect.translate(at->pos());
        const QWidget* above = at->parentWidget();
        if (const auto* area = qobject_cast<const QAbstractScrollArea*>(above->parentWidget()); area && area->viewport() == above) return false;
        if (!above->rect().adjusted(-kSlackPx, -kSlackPx, kSlackPx, kSlackPx).contains(rect)) return true;
    }
    return false;
}

bool isCut(const QWidget& widget) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) return labelIsCut(*label);
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) return !button->layout() && !button->text().isEmpty() && button->width() + kSlackPx < button->sizeHint().width();
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) return tabsAreCut(*tabs);
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) return choiceIsCut(*box);
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) return hintIsCut(*line);
    return false;
}

void lookAtHeads(const QHeaderView& header, std::vector<std::string>& cut) {
    if (header.orientation() != Qt::Horizontal || !header.model()) return;
    for (int i = 0; i < header.count(); ++i) {
        if (header.isSectionHidden(i) || header.sectionSize(i) + kSlackPx >= header.sectionSizeHint(i)) continue;
        // A list may give its room to names, where what is shortened is told otherwise.
        if (!header.model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty()) continue;
        cut.push_back(described(header) + ": head “" + header.model()->headerData(i, Qt::Horizontal).toString().toStdString() + "” has " + std::to_string(header.sectionSize(i)) + " px, needs " + std::to_string(header.sectionSizeHint(i)));
    }
}

}  // namespace

std::vector<ShownText> textsOf(const QWidget& root) {
    Collector collector;
    collector.look(root);
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        // Windows of their own are looked at as such; menus belong to what opens them.
        bool isElsewhere = false;
        for (const QWidget* at = widget; at != &root; at = at->parentWidget())
            if (at->isWindow() && !qobject_cast<const QMenu*>(at)) isElsewhere = true;
        if (!isElsewhere) collector.look(*widget);
    }
    return collector.texts;
}

std::vector<std::string> cutTexts(const QWidget& root) {
    std::vector<std::string> cut;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != root.window()) continue;
        if (const auto* header = qobject_cast<const QHeaderView*>(widget)) lookAtHeads(*header, cut);
        if (isPartOfQt(*widget)) continue;
        if (isCut(*widget)) {
            cut.push_back(described(*widget) + ": " + std::to_string(widget->width()) + " × " + std::to_string(widget->height()) + " px, needs " + std::to_string(widget->sizeHint().width()) + " × " +
                          std::to_string(widget->hasHeightForWidth() ? widget->heightForWidth(widget->width()) : widget->sizeHint().height()));
        } else if (sticksOut(*widget)) {
            cut.push_back(described(*widget) + ": sticks out of what holds it");
        }
    }
    return cut;
}

}  // namespace leukolens::test

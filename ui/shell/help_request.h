// How anything in the window asks for a page of the help, without knowing who shows it. GUI thread only.
#pragma once

#include <QString>

#include <functional>

#include "core/base/error.h"

class QObject;
class QWidget;

namespace leukolens::ui::help {

/// Where it is written what is in a widget is for: a page ("classify") or a heading of one ("classify#correct-a-wrong-class", the slug that the English
/// page gives it). Holds for everything inside that has no place of its own. Kept as the widget's property "helpPage".
void setPlace(QWidget* widget, const char* place);

/// Of the widget or of the nearest around it, a dialog's parent included; empty where none has one.
QString placeOf(const QWidget* widget);

/// Where a kind of failure is explained.
QString placeOf(ErrorCode code);

/// Whether anybody shows pages: not in a dialog that stands alone.
bool isAvailable();

/// Shows a place in the foreground; an empty one is the table of contents. Nothing happens while nobody shows pages.
void open(const QString& place);

/// Who shows pages, as long as `owner` lives; the one that was set last.
void setOpener(QObject* owner, std::function<void(const QString& place)> opener);

}  // namespace leukolens::ui::help

// QCustomPlot's header is written with Qt's keywords, which the rest of the program does without.
#pragma once

// Qt's headers first, so that the words below mean nothing to them.
#include <QtCore/QtCore>
#include <QtGui/QtGui>
#include <QtPrintSupport/QtPrintSupport>
#include <QtWidgets/QtWidgets>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#define emit Q_EMIT
#include <qcustomplot.h>
#undef emit
#undef foreach
#undef slots
#undef signals

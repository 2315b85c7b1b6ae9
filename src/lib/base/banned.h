/* Calls that lose bytes, hide state or answer differently across threads become compile errors. */
#ifndef BANNED_H
#define BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef __cplusplus
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atoll localtime gmtime asctime ctime rand srand
#endif

#endif
